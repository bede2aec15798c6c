package dev.shisa.bom;

/** The kinds of list that are read. */
public enum BomFormat {
    CYCLONEDX_JSON("CycloneDX (JSON)"),
    CYCLONEDX_XML("CycloneDX (XML)"),
    SPDX_JSON("SPDX 2 (JSON)"),
    SPDX_TAG_VALUE("SPDX 2 (tag-value)"),
    SPDX_RDF("SPDX 2 (RDF/XML)"),
    SPDX_ARCHIVE("SPDX 2 (Yocto archive)"),
    SPDX_3("SPDX 3 (JSON-LD)"),
    DPKG_STATUS("dpkg status"),
    OPKG_STATUS("opkg status"),
    APK_INSTALLED("apk installed database"),
    BUILDROOT_SHOW_INFO("Buildroot show-info"),
    BUILDROOT_PKG_STATS("Buildroot pkg-stats"),
    BUILDROOT_MANIFEST("Buildroot legal-info manifest"),
    CSV("CSV list"),
    XLSX("Excel list");

    private final String title;

    BomFormat(String title) {
        this.title = title;
    }

    /** The format's own name. */
    public String title() {
        return title;
    }
}
