package dev.shisa.server.audience;

/**
 * Mails to people outside that wait because none leave the house. Whoever switches mail on is asked what becomes of them; implemented by
 * each capability that sends such mails by {@link MailRoute}.
 */
public interface MailBacklog {

    /** How many mails wait. */
    int waiting();

    /** Lets none of them go out; what became of them stays written where they were made. In a transaction. */
    void stop();
}
