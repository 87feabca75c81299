"""Forms of sign-in and of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from hearthside.access.actor import ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts.templatetags.access_words import KINDS, ROLES
from hearthside.ui.forms import HearthForm


class SignInForm(HearthForm):
    """E-mail address and password."""

    login = forms.EmailField(label=_("E-mail address"), max_length=254)
    password = forms.CharField(label=_("Password"), max_length=200, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}


class LinkForm(HearthForm):
    """The address that a sign-in link is sent to."""

    login = forms.EmailField(label=_("E-mail address"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "email", "autocapitalize": "none"}


class CodeForm(HearthForm):
    """A code of the second step."""

    code = forms.CharField(label=_("Code"), max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self) -> str:
        """People type codes with spaces in the middle."""
        return str(self.cleaned_data["code"]).replace(" ", "")


class NewPasswordForm(HearthForm):
    """A new password, typed once; the browser can show it."""

    new = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )

    def clean_new(self) -> str:
        """Long enough, and not among those everybody tries."""
        validate_password(self.cleaned_data["new"])
        return str(self.cleaned_data["new"])


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "new")


class LanguageForm(HearthForm):
    """The language of pages and e-mails."""

    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=settings.LANGUAGES)


class InviteStaffForm(HearthForm):
    """Whom to invite to work here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What each role may do is on the page “Who may do what”."),
    )
    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(role.value, ROLES[role]) for role in roles]  # type: ignore[attr-defined]

    def clean_roles(self) -> frozenset[Role]:
        """As roles."""
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class FindAccountsForm(HearthForm):
    """What the list of accounts is narrowed to."""

    q = forms.CharField(label=_("Name or e-mail address"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Everybody")), *((k.value, KINDS[k]) for k in KINDS)]
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean_kind(self) -> ActorKind | None:
        """As a kind, if one is chosen."""
        return ActorKind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


class RoleForm(HearthForm):
    """One role."""

    role = forms.TypedChoiceField(coerce=Role, choices=[(role.value, ROLES[role]) for role in Role])


class InvitePersonForm(HearthForm):
    """Where to send the invitation of somebody whose record is known."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=settings.LANGUAGES)
