package dev.shisa.probe.tls;

/** What a device answers to a hello, for the checks of readers. */
public final class TlsReaders {

    private TlsReaders() {}

    public static void hello(byte[] bytes) {
        Hello.parse(bytes);
    }
}
