package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.account.Role;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The company of the demonstration finds in its inbox whatever its boards show as open. */
@Tag("long")
class DemoInboxTest extends CompanyTest {

    @Autowired
    private Inbox inbox;

    @Test
    void whateverABoardShowsAsNotMetInConflictOrRunOutIsInTheInboxOnce() {
        emptyDatabase();
        company();
        List<Inbox.Entry> all = inbox.of(person(Role.QUALITY), Locale.JAPANESE);
        List<String> open = jdbc.sql("""
                        SELECT v.series_id || ' ' || v.requirement FROM verdict v
                        WHERE v.state IN ('not-met', 'recheck')
                          AND NOT EXISTS (SELECT FROM not_adopted n WHERE n.subject_id = v.series_id
                              AND n.framework = v.framework AND n.requirement = v.requirement AND n.ended_at IS NULL)
                          AND v.series_id NOT IN (SELECT id FROM series WHERE archived_at IS NOT NULL)""").query((row, _) -> row.getString(1)).list();
        assertThat(open).hasSizeGreaterThan(5);
        for (String one : open) {
            String[] parts = one.split(" ", 2);
            assertThat(all)
                    .as(one)
                    .anyMatch(entry -> (entry.task().key() + " ").contains(parts[0])
                            && (entry.task().key() + " " + entry.task().about()).contains(parts[1]));
        }
        assertThat(all).extracting(entry -> entry.task().key()).doesNotHaveDuplicates();
    }
}
