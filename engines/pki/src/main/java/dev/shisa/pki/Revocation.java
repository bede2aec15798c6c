package dev.shisa.pki;

import java.math.BigInteger;
import java.time.Instant;

/** One certificate that no longer counts. */
public record Revocation(BigInteger serialNumber, Instant at, Reason reason) {

    /** Why (RFC 5280, section 5.3.1, with its codes). */
    public enum Reason {
        UNSPECIFIED(0),
        KEY_COMPROMISE(1),
        CA_COMPROMISE(2),
        AFFILIATION_CHANGED(3),
        SUPERSEDED(4),
        CESSATION_OF_OPERATION(5),
        CERTIFICATE_HOLD(6),
        PRIVILEGE_WITHDRAWN(9);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }
}
