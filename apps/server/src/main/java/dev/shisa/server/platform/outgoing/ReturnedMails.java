package dev.shisa.server.platform.outgoing;

import java.util.UUID;

/** Mails that the own server took and another one did not deliver; implemented by whoever sent them. */
public interface ReturnedMails {

    /**
     * One came back.
     *
     * @param number which stands on it ({@link MailServer.Envelope}), and which only its receiver and the servers in between know
     * @param status what the other server says (RFC 3463), such as 5.1.1
     * @return whether it is one of these
     */
    boolean returned(UUID number, String status);
}
