package dev.shisa.server.application;

/** Files of an application's forms and proofs, for the checks of readers. */
public final class ApplicationReaders {

    private ApplicationReaders() {}

    public static void proof(byte[] bytes) {
        PageText.of(bytes, "proof.html", "");
    }

    public static void scheme(byte[] bytes) {
        Schemes.read(bytes);
    }
}
