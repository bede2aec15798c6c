package dev.shisa.server.advisory;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The same few pairs again and again, for tests: to make one takes longer than most of them. */
public final class FewKeyPairs extends KeyPairs {

    private static final int PAIRS = 3;

    private static final List<AsymmetricCipherKeyPair> MADE = new ArrayList<>();

    private int next;

    @Override
    synchronized AsymmetricCipherKeyPair rsa() {
        int turn = next++ % PAIRS;
        synchronized (MADE) {
            while (MADE.size() <= turn) {
                MADE.add(super.rsa());
            }
            return MADE.get(turn);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    public static class Maker {

        @Bean
        @Primary
        KeyPairs fewKeyPairs() {
            return new FewKeyPairs();
        }
    }
}
