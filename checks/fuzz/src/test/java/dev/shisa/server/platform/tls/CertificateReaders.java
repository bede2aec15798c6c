package dev.shisa.server.platform.tls;

import java.security.GeneralSecurityException;

/** Certificates and keys that an owner gives, for the checks of readers. */
public final class CertificateReaders {

    private CertificateReaders() {}

    public static void certificates(byte[] bytes) throws GeneralSecurityException {
        Pem.certificates(bytes);
    }

    public static void key(byte[] bytes) throws GeneralSecurityException {
        Pem.ecKey(bytes);
    }
}
