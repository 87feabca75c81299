"""No room, clinician or participant is ever in two sessions at once, and no session over-full: the database sees to it."""

from django.db import migrations

SQL = """
ALTER TABLE scheduling_session
  ADD CONSTRAINT session_during_bounded CHECK (
    NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)
    AND lower(during) IS NOT NULL AND upper(during) IS NOT NULL),
  ADD CONSTRAINT session_room_free EXCLUDE USING gist (
    int8range(room_id, room_id, '[]') WITH &&, during WITH &&) WHERE (cancelled_at IS NULL AND room_id IS NOT NULL),
  ADD CONSTRAINT session_clinician_free EXCLUDE USING gist (
    int8range(clinician_id, clinician_id, '[]') WITH &&, during WITH &&) WHERE (cancelled_at IS NULL);

ALTER TABLE scheduling_seat
  ADD CONSTRAINT seat_participant_free EXCLUDE USING gist (
    int8range(participant_id, participant_id, '[]') WITH &&, during WITH &&) WHERE (released_at IS NULL);

CREATE FUNCTION scheduling_seat_follows_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was int := 0; now_held int := 0; cancelled timestamptz;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.released_at IS NULL THEN was := 1; END IF;
  IF TG_OP <> 'DELETE' AND NEW.released_at IS NULL THEN now_held := 1; END IF;
  IF TG_OP = 'UPDATE' AND NEW.session_id <> OLD.session_id THEN
    RAISE EXCEPTION 'a seat stays in its session' USING ERRCODE = '23514';
  END IF;
  IF now_held <> was THEN
    UPDATE scheduling_session SET taken = taken + now_held - was
      WHERE id = COALESCE(NEW.session_id, OLD.session_id) RETURNING cancelled_at INTO cancelled;
    IF now_held = 1 AND cancelled IS NOT NULL THEN
      RAISE EXCEPTION 'the session is cancelled' USING ERRCODE = '23514';
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  SELECT during INTO NEW.during FROM scheduling_session WHERE id = NEW.session_id;
  RETURN NEW;
END $$;
CREATE TRIGGER seat_follows_session BEFORE INSERT OR UPDATE OR DELETE ON scheduling_seat
  FOR EACH ROW EXECUTE FUNCTION scheduling_seat_follows_session();

CREATE FUNCTION scheduling_session_moves_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.during IS DISTINCT FROM OLD.during THEN
    UPDATE scheduling_seat SET during = NEW.during WHERE session_id = NEW.id;
  END IF;
  IF NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL THEN
    UPDATE scheduling_seat SET released_at = NEW.cancelled_at WHERE session_id = NEW.id AND released_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER session_moves_seats AFTER UPDATE OF during, cancelled_at ON scheduling_session
  FOR EACH ROW EXECUTE FUNCTION scheduling_session_moves_seats();
"""
REVERSE = """
DROP TRIGGER session_moves_seats ON scheduling_session;
DROP FUNCTION scheduling_session_moves_seats();
DROP TRIGGER seat_follows_session ON scheduling_seat;
DROP FUNCTION scheduling_seat_follows_session();
ALTER TABLE scheduling_seat DROP CONSTRAINT seat_participant_free;
ALTER TABLE scheduling_session DROP CONSTRAINT session_clinician_free, DROP CONSTRAINT session_room_free,
  DROP CONSTRAINT session_during_bounded;
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
