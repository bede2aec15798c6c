package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** What facts are about: the organisation, one of its products (a series), or one release of a product. */
public record Subject(Kind kind, UUID id) {

    /** From the widest to the narrowest. */
    public enum Kind {
        ORGANISATION("organisation"),
        PRODUCT("product"),
        RELEASE("release");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The word used in catalogue files and storage. */
        public String code() {
            return code;
        }

        public static Optional<Kind> parse(String code) {
            return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
        }
    }
}
