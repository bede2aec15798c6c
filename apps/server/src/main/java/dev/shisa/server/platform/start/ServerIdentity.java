package dev.shisa.server.platform.start;

import dev.shisa.server.platform.tls.TlsIdentity;
import java.time.Instant;
import java.util.Optional;

/** Under which name and with which certificate the server is reached. The certificate can be renewed while it runs. */
public final class ServerIdentity {

    private final String host;
    private volatile TlsIdentity tls;

    ServerIdentity(String host, TlsIdentity tls) {
        this.host = host;
        this.tls = tls;
    }

    /** The name in links. */
    public String host() {
        return host;
    }

    /** Whether browsers warn until they know our authority. */
    public boolean ownAuthority() {
        return tls.authority().isPresent();
    }

    /** SHA-256 of our authority's certificate, or of the given one, as browsers show it: {@code 3F:9A:…}. */
    public String fingerprint() {
        TlsIdentity present = tls;
        return present.authorityFingerprint().orElseGet(present::fingerprint);
    }

    /** The same in sixteen groups, to be compared by eye: {@code 3F9A 41C7 …}. */
    public String groupedFingerprint() {
        return fingerprint().replace(":", "").replaceAll("(.{4})(?!$)", "$1 ");
    }

    /** The first three and last two groups; the whole is on the certificate page. */
    public String shortFingerprint() {
        String whole = groupedFingerprint();
        return whole.substring(0, 14) + " … " + whole.substring(whole.length() - 9);
    }

    public Instant certificateEndsAt() {
        return tls.endsAt();
    }

    public Optional<byte[]> authorityPem() {
        return tls.authorityPem();
    }

    public Optional<byte[]> authorityDer() {
        return tls.authorityDer();
    }

    TlsIdentity tls() {
        return tls;
    }

    void renewed(TlsIdentity identity) {
        tls = identity;
    }
}
