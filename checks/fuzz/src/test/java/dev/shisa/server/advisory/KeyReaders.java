package dev.shisa.server.advisory;

/** Keys for signing and for receiving, for the checks of readers. */
public final class KeyReaders {

    public static final Class<? extends Throwable> REFUSED = OpenPgpSigner.KeyRefused.class;

    private KeyReaders() {}

    public static void secret(byte[] bytes) throws Exception {
        OpenPgpSigner.read(bytes, "passphrase".toCharArray());
    }

    public static void fingerprint(byte[] bytes) {
        OpenPgpSigner.fingerprintOf(bytes);
    }
}
