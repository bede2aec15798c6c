package dev.shisa.server.platform.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing goes to the own network unless whoever entered the address said so. */
class OutsideHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.5/hook",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[64:ff9b::10.0.0.1]/",
                "https://[2002:a00:1::]/",
                "https://0.1.2.3/",
                "https://198.18.0.1/",
                "http://localhost:9/"
            })
    void whatLeadsInsideIsNotAsked(String address) {
        OutsideHttp.To to = new OutsideHttp.To(URI.create(address), false);
        assertThatThrownBy(() -> OutsideHttp.get(to, Map.of(), OutsideHttp.FOR_A_PAGE))
                .isInstanceOfSatisfying(
                        OutsideHttp.NoAnswer.class,
                        none -> assertThat(none.why().code()).isEqualTo("inside"));
    }

    @Test
    void whatLeadsInsideIsAskedWhereTheOwnerSaidSo() throws Exception {
        try (HttpSink sink = new HttpSink(200, Map.of())) {
            OutsideHttp.To to = new OutsideHttp.To(URI.create(sink.url("/hook")), true);
            assertThat(OutsideHttp.post(to, Map.of(), new byte[0]).status()).isEqualTo(200);
            assertThat(sink.got()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "[fd00::1]", "[::ffff:10.0.0.1]", "localhost", "127.0.0.1"})
    void anAddressWithinSaysSoItself(String host) {
        assertThat(OwnNetwork.saysWithin(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "[2606:4700::1111]", "hooks.slack.com"})
    void anAddressOutsideDoesNot(String host) {
        assertThat(OwnNetwork.saysWithin(host)).isFalse();
    }
}
