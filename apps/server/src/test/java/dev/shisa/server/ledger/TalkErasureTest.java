package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What somebody said about a thing goes like all words of a person, and the log stays whole. */
class TalkErasureTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private LedgerRecords records;

    @Autowired
    private LedgerKeeper keeper;

    @Autowired
    private Erasures erasures;

    @Autowired
    private ErasureStore store;

    @Test
    void theWordsOfACommentGoAndItsPlaceStays() {
        emptyDatabase();
        Person sato = person(Role.QUALITY);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "1.0"), sato);
        String talk = "/talk/criterion/" + camera.id() + ":jcstar1:S1.1-02";
        signedIn(sato).post(talk, "text", "高橋さんの電話は090です");
        keeper.drain();
        assertThat(signedIn(sato).get(talk).text()).contains("高橋さん");

        LedgerRecord record = records.page(new LedgerRecords.Filter("talk", null, null, null, false), 0, 1)
                .getFirst();
        assertThat(record.subject()).as("of the series, of no evidence").isEqualTo(camera.id());
        assertThat(erasures.ask(record, person(Role.OWNER), "私的な番号があった")).isTrue();
        erasures.agree(store.openOf(record.id()).orElseThrow(), person(Role.AUDITOR));
        keeper.drain();

        assertThat(keeper.trouble()).isEmpty();
        assertThat(signedIn(sato).get(talk).text()).doesNotContain("高橋さん").contains("コメント");
        assertThat(jdbc.sql("SELECT count(*) FROM talk_comment WHERE text LIKE '%高橋%'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE body::text LIKE '%高橋%'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(count("talk_comment")).isEqualTo(1);
    }
}
