package dev.shisa.server.advisory;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.springframework.stereotype.Component;

/** Makes the pairs of new signing keys, which takes a second. */
@Component
class KeyPairs {

    /** Until 2030 and beyond (NIST SP 800-57 part 1, table 2); Ed25519 keys of version 4 are not read everywhere. */
    private static final int RSA_BITS = 3072;

    private static final int CERTAINTY = 100;

    private final SecureRandom random = new SecureRandom();

    AsymmetricCipherKeyPair rsa() {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(0x10001), random, RSA_BITS, CERTAINTY));
        return generator.generateKeyPair();
    }
}
