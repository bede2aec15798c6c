package dev.shisa.server.platform.account;

/** The six fixed roles; one person may hold several. */
public enum Role {
    OWNER,
    EXECUTIVE,
    QUALITY,
    PSIRT,
    OPERATOR,
    AUDITOR;

    /** The name in messages, forms and the API, e.g. {@code quality}. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
