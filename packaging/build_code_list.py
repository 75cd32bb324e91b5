"""Write every code of ICD-10-CM, and whether it can be billed, to `resources/codes/icd10cm_codes.txt.gz`.

One code a line, without its point, in order; a code that no longer one begins with is billable. Loading the list takes
milliseconds, the whole classification (`simple-icd-10-cm`) seconds and some 200 MB. ICD-10-CM is published by the U.S.
National Center for Health Statistics and is in the public domain.
"""

from __future__ import annotations

import gzip

import simple_icd_10_cm as icd

from opd_desktop.paths import RESOURCES


def main() -> None:
    """Write the list; the same classification gives the same bytes."""
    codes = sorted(code.replace(".", "") for code in icd.get_all_codes() if icd.is_category_or_subcategory(code))
    data = gzip.compress("\n".join(codes).encode("ascii"), mtime=0)
    (RESOURCES / "codes" / "icd10cm_codes.txt.gz").write_bytes(data)
    print(len(codes), "codes,", len(data), "bytes")


if __name__ == "__main__":
    main()
