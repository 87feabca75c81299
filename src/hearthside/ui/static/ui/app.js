// Everything here makes a working page quicker; no page needs it.
import { watchCopies } from "./copy.js";
import { watchDialogs } from "./dialogs.js";
import { watchExit } from "./exit.js";
import { focusErrors, guardForms } from "./forms.js";
import { watchKeys } from "./keys.js";
import { watchMenus } from "./menus.js";
import { watchProgress } from "./progress.js";
import { watchRows } from "./rows.js";
import { watchSearch } from "./search.js";
import { watchTheme } from "./theme.js";

watchTheme();
watchExit();
watchDialogs();
watchMenus();
watchKeys();
watchRows();
watchSearch();
watchCopies();
watchProgress();
guardForms();
focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.detail.elt));
