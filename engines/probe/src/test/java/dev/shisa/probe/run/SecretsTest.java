package dev.shisa.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.probe.Exchange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void aSessionThatTheDeviceGivesIsNotHandedOnAndOneThatCountsIsSeen() {
        Exchange exchange = new Secrets()
                .exchange(
                        new byte[0],
                        ("HTTP/1.1 302 Found\r\nSet-Cookie: sid=QDbdz3wKBYn4WuMvKbdYn7er; Path=/; HttpOnly\r\n"
                                        + "Set-Cookie: n=10000012; Path=/\r\nLocation: /\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        assertThat(exchange.received())
                .isEqualTo("HTTP/1.1 302 Found\nSet-Cookie: sid=•••; Path=/; HttpOnly\nSet-Cookie: n=10000012; Path=/\n"
                        + "Location: /\n\n");
    }

    @Test
    void aPasswordIsMaskedAsItIsSent() {
        Secrets secrets = new Secrets();
        secrets.add("owner", "Gk71 pqWzz");
        byte[] sent = ("pass=Gk71+pqWzz " + Secrets.basic("owner", "Gk71 pqWzz")).getBytes(StandardCharsets.US_ASCII);
        assertThat(secrets.exchange(sent, new byte[0]).sent()).isEqualTo("pass=••• •••");
    }
}
