package dev.shisa.server.psirt;

/** Mails that reporters send, for the checks of readers. */
public final class MailReaders {

    private MailReaders() {}

    public static void mail(byte[] bytes) {
        MailFile.read(bytes);
    }
}
