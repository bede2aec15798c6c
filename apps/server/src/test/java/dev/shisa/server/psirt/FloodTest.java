package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.portal.TestPortal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A hundred thousand reports: what was taken is there, what was not was refused with a sentence, and the tables stay small. */
@Tag("long")
class FloodTest extends ServerTest {

    private static final int POSTS = 100_000;
    private static final int ADDRESSES = 600;

    @Autowired
    private Reports reports;

    @Test
    void nothingThatWasTakenIsLostAndTheTablesStaySmall() {
        emptyDatabase();
        TestPortal.switchOn(signedIn(Role.OWNER));
        person(Role.PSIRT);
        long seed = 20261122;
        Random random = new Random(seed);
        Map<String, Integer> refused = new TreeMap<>();
        List<String> keys = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < POSTS; i++) {
            int from = random.nextInt(ADDRESSES);
            String address = "198.51." + from / 250 + "." + from % 250;
            try {
                Reports.Became became = reports.take(
                        Map.of("title", "報告 " + i, "text", "x".repeat(random.nextInt(2_000)) + i),
                        "",
                        new Source(address));
                taken++;
                if (taken % 500 == 1) {
                    keys.add(
                            switch (became) {
                                case Reports.Became.OfCase made -> made.key();
                                case Reports.Became.OfQuarantine kept -> kept.key();
                                case Reports.Became.OfAnother same -> throw new AssertionError("no two are the same");
                            });
                }
            } catch (Problem problem) {
                refused.merge(problem.code(), 1, Integer::sum);
            }
        }
        int cases = rows("SELECT count(*) FROM psirt_case");
        int waiting = rows("SELECT coalesce(sum(times), 0) FROM psirt_quarantine");
        assertThat(cases + waiting)
                .as("seed %s: every report that was taken is there", seed)
                .isEqualTo(taken);
        assertThat(taken + refused.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(POSTS);
        assertThat(refused.keySet()).isSubsetOf("psirt.report.often", "psirt.report.full");
        assertThat(cases).isLessThanOrEqualTo(Reports.MANY_MAX);
        assertThat(rows("SELECT count(*) FROM psirt_quarantine")).isLessThanOrEqualTo(Reports.KEPT_MAX);
        for (String key : keys) {
            assertThat(reports.kept(key).equals("waiting")
                            || reports.open(key, new Source(key)).isPresent())
                    .as("the page of a report that was taken")
                    .isTrue();
        }
        Page late = signedOut().post("/public/report", "title", "本物の報告", "text", "設定画面に入れます");
        assertThat(late.status()).isIn(200, 503);
        assertThat(late.text()).as("what to do now").containsAnyOf("受付番号", "確かめています", "ほかの連絡先");
    }

    private int rows(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
