"""The named colours of the three looks; everything on screen is painted from these and nothing else."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Tokens:
    """One look. Values are ``#RRGGBB``; a trailing ``_t`` is the text on the tint of that name.

    ``tests/ui/test_theme.py`` checks each text against what it stands on (WCAG 2.1 AA, 4.5:1).
    """

    bg: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_text: str
    accent_soft: str
    danger: str
    danger_text: str
    hover: str
    focus: str
    toast: str
    toast_text: str
    toast_action: str
    warn: str
    warn_t: str
    booked: str
    booked_t: str
    arrived: str
    arrived_t: str
    checked: str
    checked_t: str
    consult: str
    consult_t: str
    done: str
    done_t: str
    noshow: str
    noshow_t: str
    cancel: str
    cancel_t: str

    def __getitem__(self, name: str) -> str:
        """The colour of a token by its name, ``accent-soft`` or ``accent_soft``."""
        return str(getattr(self, name.replace("-", "_")))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """All token names."""
        return tuple(field.name for field in fields(cls))


LIGHT = Tokens(
    bg="#F6F7F9", surface="#FFFFFF", sunken="#EEF1F4", line="#E1E5EA",
    text="#17202A", muted="#5B6776", faint="#6B7683",
    accent="#0B7A75", accent_text="#FFFFFF", accent_soft="#DDF3F1",
    danger="#B3263E", danger_text="#FFFFFF", hover="#F0F3F6", focus="#0B7A75",
    toast="#1C2530", toast_text="#F1F4F7", toast_action="#7FDCCB",
    warn="#FFF3D6", warn_t="#7F5200",
    booked="#E7F0FC", booked_t="#1B4E8F", arrived="#FFF3D6", arrived_t="#7F5200",
    checked="#DBF3EE", checked_t="#0A635B", consult="#EDE8FC", consult_t="#5637AE",
    done="#E7EEE9", done_t="#3B6146", noshow="#FBE6E9", noshow_t="#9C2438",
    cancel="#EDEFF2", cancel_t="#596370",
)  # fmt: skip

DARK = Tokens(
    bg="#12161B", surface="#1A2027", sunken="#0E1216", line="#2A323B",
    text="#E6EBF0", muted="#9AA6B4", faint="#8793A1",
    accent="#35B8AE", accent_text="#06201E", accent_soft="#123B39",
    danger="#F0718A", danger_text="#2A0A11", hover="#222A33", focus="#35B8AE",
    toast="#E6EBF0", toast_text="#12161B", toast_action="#0B6460",
    warn="#3A2E10", warn_t="#F2C766",
    booked="#1A2C44", booked_t="#9CC4F5", arrived="#3A2E10", arrived_t="#F2C766",
    checked="#103A35", checked_t="#7FDCCB", consult="#2B2347", consult_t="#C3B1FA",
    done="#1E2B23", done_t="#9CC5A8", noshow="#3D1B22", noshow_t="#F4A3B1",
    cancel="#232A32", cancel_t="#8F9BA9",
)  # fmt: skip

HIGH_CONTRAST = Tokens(
    bg="#000000", surface="#000000", sunken="#0A0A0A", line="#FFFFFF",
    text="#FFFFFF", muted="#E6E6E6", faint="#CFCFCF",
    accent="#5CF2E4", accent_text="#000000", accent_soft="#003C38",
    danger="#FF8FA3", danger_text="#000000", hover="#262626", focus="#FFE14D",
    toast="#FFFFFF", toast_text="#000000", toast_action="#004A46",
    warn="#332600", warn_t="#FFE08A",
    booked="#001F47", booked_t="#BBD9FF", arrived="#332600", arrived_t="#FFE08A",
    checked="#003C33", checked_t="#A6F7E6", consult="#23124D", consult_t="#DCCFFF",
    done="#0E2A17", done_t="#C2F0CF", noshow="#45000F", noshow_t="#FFC2CC",
    cancel="#1F1F1F", cancel_t="#D6D6D6",
)  # fmt: skip

LOOKS = {"light": LIGHT, "dark": DARK, "high-contrast": HIGH_CONTRAST}
