package dev.shisa.server.supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a person outside may take or send is looked at once the access is held. */
class ExchangeTest extends ServerTest {

    @Autowired
    private Exchange exchange;

    @Autowired
    private Suppliers suppliers;

    @Autowired
    private ExchangeStore store;

    @Autowired
    private Blobs blobs;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Supplier supplier;

    @BeforeEach
    void aSupplier() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        signedIn(quality).post("/organisation/suppliers", "name", "浜電子");
        supplier = suppliers.search("浜電子", quality).getFirst();
    }

    private StoredFile file(String content) {
        return blobs.store(content.getBytes(StandardCharsets.UTF_8), "drawing.txt");
    }

    private Access admitted() {
        return exchange.admit(supplier, "山田", true, 7, quality).access();
    }

    @Test
    void whoseAccessIsRevokedMeanwhileNeitherTakesNorSends() {
        ExchangedFile offered = exchange.offer(supplier, file("a"), "", quality);
        Access access = admitted();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open revoking = atOnce.begin().step(() -> exchange.revoke(supplier, access.id(), quality));
            Future<ExchangedFile> taking = atOnce.beside(() -> exchange.take(access, offered.id(), "192.0.2.1"));
            Future<Boolean> sending = atOnce.beside(() -> {
                exchange.send(access, file("b"), "", "192.0.2.1");
                return true;
            });
            revoking.commit();
            for (Future<?> one : new Future<?>[] {taking, sending}) {
                assertThatThrownBy(() -> AtOnce.result(one)).isInstanceOf(Problem.class);
            }
        }
        assertThat(store.files(supplier.id())).hasSize(1);
        assertThat(store.transfers(supplier.id(), 9)).isEmpty();
    }

    @Test
    void twoAtOnceDoNotBothFindTheLastRoom() {
        ExchangedFile large = exchange.offer(supplier, file("a"), "", quality);
        jdbc.sql("UPDATE supplier_file SET size_bytes = ? WHERE id = ?")
                .params(Exchange.BYTES_MAX - 1, large.id())
                .update();
        Access one = admitted();
        Access other = admitted();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open first = atOnce.begin().step(() -> exchange.send(one, file("b"), "", "192.0.2.1"));
            Future<Boolean> second = atOnce.beside(() -> {
                exchange.send(other, file("c"), "", "192.0.2.2");
                return true;
            });
            // It waits for the first, or is through already.
            while (!second.isDone() && waitingForALock() == 0) {
                Thread.onSpinWait();
            }
            first.commit();
            assertThatThrownBy(() -> AtOnce.result(second))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("supplier.exchange.full"));
        }
        assertThat(store.files(supplier.id())).hasSize(2);
    }
}
