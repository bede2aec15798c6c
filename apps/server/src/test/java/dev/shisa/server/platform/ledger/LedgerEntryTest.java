package dev.shisa.server.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerEntryTest {

    private static final String ZEROS = "0".repeat(64);

    @Test
    void isOneLineOfSortedJsonThatReadsBack() {
        LedgerEntry entry = new LedgerEntry(42, Instant.parse("2026-11-20T01:24:00.000001Z"), "fact/1", ZEROS);
        assertThat(new String(entry.bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("{\"at\":\"2026-11-20T01:24:00.000001Z\",\"commitment\":\"" + ZEROS
                        + "\",\"id\":42,\"kind\":\"fact/1\",\"v\":1}");
        assertThat(LedgerEntry.parse(entry.bytes())).contains(entry);
    }

    @Test
    void commitsToSaltThenBody() {
        // echo -n saltbody | sha256sum
        assertThat(LedgerEntry.commitment(
                        "salt".getBytes(StandardCharsets.UTF_8), "body".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("9c94f8772f5f5ad1793fe4c2a9ee85723d15eb37f9603448130c0a95fda4ba04");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"at\":\"2026-11-20T01:24:00Z\",\"commitment\":\"00\",\"id\":1,\"kind\":\"fact/1\",\"v\":1}",
            })
    void anythingElseIsNoEntry(String text) {
        assertThat(LedgerEntry.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void anImpossibleDateIsNoEntryEither() {
        String text = "{\"at\":\"2026-13-20T01:24:00Z\",\"commitment\":\"" + ZEROS
                + "\",\"id\":1,\"kind\":\"fact/1\",\"v\":1}";
        assertThat(LedgerEntry.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThatThrownBy(() -> new LedgerEntry(1, Instant.EPOCH, "Fact", ZEROS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
