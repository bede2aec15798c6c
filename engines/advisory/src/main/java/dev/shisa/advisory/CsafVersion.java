package dev.shisa.advisory;

/** The versions of the specification that can be judged. */
public enum CsafVersion {
    V2_0("2.0"),
    V2_1("2.1");

    private final String number;

    CsafVersion(String number) {
        this.number = number;
    }

    /** As it stands in {@code /document/csaf_version}. */
    public String number() {
        return number;
    }

    /** The one of the two that is not this one. */
    public CsafVersion other() {
        return this == V2_0 ? V2_1 : V2_0;
    }
}
