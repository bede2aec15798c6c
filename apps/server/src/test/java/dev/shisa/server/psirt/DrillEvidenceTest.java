package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A drill is a record of an exchange when several people held it to its end and learnt something; nothing else of a case is. */
class DrillEvidenceTest extends ServerTest {

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @BeforeEach
    void aTeam() {
        emptyDatabase();
        desk = signedIn(person(Role.PSIRT));
    }

    private void enter(String here, String kind, String... fields) {
        Page answer = desk.post(here + "/entries/" + kind, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private String drill() {
        return desk.post("/psirt/drills", "scenario", "leak").location().replaceFirst("\\?.*", "");
    }

    private void close(String here) {
        enter(here, "step", "about", "acknowledged");
        enter(here, "step", "about", "verifying");
        enter(here, "step", "about", "not-vulnerable", "text", "再現しない");
        enter(here, "step", "about", "closed");
    }

    private List<String> facts() {
        return jdbc.sql("SELECT value || ' ' || strength FROM fact WHERE key = 'contacts.exchange'")
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Test
    void aDrillOfSeveralWithSomethingLearntIsARecordOfIt() {
        Person quality = person(Role.QUALITY);
        String here = drill();
        enter(here, "assigned", "person", quality.id().toString());
        enter(here, "lesson", "text", "連絡先の一覧が古かった");
        assertThat(facts()).isEmpty();
        close(here);
        assertThat(facts()).singleElement().asString().contains("recorded", "documented");
        String page = desk.get("/evidence").text();
        assertThat(page).contains("脆弱性対応の訓練の記録").doesNotContain(here.substring("/psirt/".length()));
    }

    @Test
    void aDrillAloneOrWithoutALessonOrARealCaseSaysNothing() {
        String alone = drill();
        enter(alone, "lesson", "text", "一人では分からない");
        close(alone);
        Person quality = person(Role.QUALITY);
        String silent = drill();
        enter(silent, "assigned", "person", quality.id().toString());
        close(silent);
        String real = desk.post(
                        "/psirt/new", "title", "t", "what", "vulnerability", "source", "stranger", "text", "本物の案件")
                .location()
                .replaceFirst("\\?.*", "");
        enter(real, "assigned", "person", quality.id().toString());
        enter(real, "lesson", "text", "学んだこと");
        enter(real, "step", "about", "acknowledged");
        enter(real, "step", "about", "verifying");
        enter(real, "step", "about", "not-vulnerable", "text", "再現しない");
        assertThat(desk.post(real + "/entries/step", "about", "closed").status())
                .as("the lesson is a task first")
                .isEqualTo(409);
        String task = desk.get(real).find("name=\"about\" value=\"([0-9a-f-]{36})\"");
        enter(real, "done", "about", task);
        enter(real, "step", "about", "closed");
        assertThat(facts()).isEmpty();
    }
}
