package dev.shisa.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who was invited and has not come in may never come, and the address may be somebody else's: nothing is told to them. */
class NotComeInTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private Notices notices;

    @Autowired
    private Spreading spreading;

    @Test
    void nobodyIsToldBeforeTheyHaveComeIn() {
        Person psirt = person(Role.PSIRT);
        Person invited = invited(Role.PSIRT);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200W"), "2.4.1"), psirt);
        tell(camera, "first");
        assertThat(told(psirt)).isEqualTo(1);
        assertThat(told(invited)).isZero();
        jdbc.sql("UPDATE person SET password_hash = 'none' WHERE id = :id")
                .param("id", invited.id())
                .update();
        tell(camera, "second");
        assertThat(told(invited)).as("from then on").isEqualTo(1);
    }

    private Person invited(Role role) {
        Person person = person(role);
        jdbc.sql("UPDATE person SET password_hash = NULL WHERE id = :id")
                .param("id", person.id())
                .update();
        return person;
    }

    private void tell(Series series, String key) {
        inTransaction(() -> notices.tell(new Happening(
                NoticeKind.FINDINGS,
                key,
                series.id(),
                series.id().toString(),
                null,
                false,
                1,
                true,
                List.of("2.4.1", "CVE-2099-1", "2026-12-04"),
                "/products/" + series.code() + "/vulnerabilities")));
        boolean more = true;
        while (more) {
            more = spreading.spread();
        }
    }

    private int told(Person person) {
        return jdbc.sql("SELECT count(*) FROM notice WHERE person_id = :id")
                .param("id", person.id())
                .query(Integer.class)
                .single();
    }
}
