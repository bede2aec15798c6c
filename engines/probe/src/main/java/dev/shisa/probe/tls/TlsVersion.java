package dev.shisa.probe.tls;

import java.util.Optional;

/** Protocol versions as they stand on the wire. */
public enum TlsVersion {
    SSL_3(0x0300, "SSL 3.0"),
    TLS_1_0(0x0301, "TLS 1.0"),
    TLS_1_1(0x0302, "TLS 1.1"),
    TLS_1_2(0x0303, "TLS 1.2"),
    TLS_1_3(0x0304, "TLS 1.3");

    private final int code;
    private final String text;

    TlsVersion(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** Versions that RFC 7568 and RFC 8996 forbid. */
    boolean isForbidden() {
        return code < TLS_1_2.code;
    }

    static Optional<TlsVersion> of(int code) {
        for (TlsVersion version : values()) {
            if (version.code == code) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
