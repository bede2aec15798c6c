package dev.shisa.server.audience;

import dev.shisa.server.platform.outgoing.MailServer;
import java.util.Optional;

/** The way by which mails leave the house; implemented by the capability that keeps the mail server. */
public interface MailRoute {

    /** Empty: no mails are sent. */
    Optional<Sending> now();

    /** A mail server with the password of who sends. */
    record Sending(MailServer server, String password) {

        /** Never the password. */
        @Override
        public String toString() {
            return server.host();
        }
    }
}
