package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Subject;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Products are used in sectors that say when they may be updated; what a sector says is evidence until its review. */
class SectorPagesTest extends ServerTest {

    private static final String HERE = "/organisation/register/sector";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series pump;

    @BeforeEach
    void aMakerOfPumps() {
        emptyDatabase();
        Person owner = person(Role.OWNER, Role.QUALITY);
        browser = signedIn(owner);
        pump = products.create(new NewSeries("IP-10", "輸液ポンプ", "機器", "", List.of("IP-11"), "1.0.0"), owner);
    }

    private Page sends(String path, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "name",
                "医療",
                "risks",
                "止まると治療に響く",
                "level",
                "★1と病院の規程",
                "how",
                "臨床工学技士に知らせてから",
                "review",
                "2030-01-01"));
        fields.addAll(List.of(more));
        return browser.post(path, fields.toArray(String[]::new));
    }

    private Optional<FactEntry> timing() {
        return evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, pump.id()))).stream()
                .filter(FactEntry::isStanding)
                .filter(e -> e.fact().slot().toString().equals("update.timing"))
                .findFirst();
    }

    @Test
    void aSectorSaysWhenItsProductsAreUpdatedAndThatIsEvidence() {
        assertThat(browser.get("/organisation/sectors").text()).contains("まだ決めていません");

        Page without = sends(HERE, "products", pump.id().toString(), "timing", "window");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("入れてください", "止まると治療に響く");
        Page odd = sends(HERE, "timing", "window", "begins", "25:00", "ends", "4時");
        assertThat(odd.text()).contains("22:00 のような時刻");
        assertThat(timing()).isEmpty();

        Page added = sends(
                HERE,
                "products",
                pump.id().toString(),
                "timing",
                "window",
                "days",
                "sun",
                "begins",
                "22:00",
                "ends",
                "04:00");
        assertThat(added.status()).as(added.text()).isEqualTo(302);
        assertThat(browser.get("/organisation/sectors").text()).contains("医療", "輸液ポンプ", "日 22:00–04:00");
        assertThat(timing()).hasValueSatisfying(e -> {
            assertThat(e.fact().value().canonical()).isEqualTo("documented");
            assertThat(e.fact().validUntil()).isEqualTo(Instant.parse("2030-01-01T15:00:00Z"));
        });

        Page twice = sends(HERE, "products", pump.id().toString(), "timing", "any", "name", "家庭");
        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.text()).contains("分野「医療」に結び付いている製品があります");

        String entry = jdbc.sql("SELECT entry_id::text FROM organisation_entry")
                .query(String.class)
                .single();
        assertThat(sends(HERE + "/" + entry, "number", "1", "timing", "visit").status())
                .isEqualTo(302);
        assertThat(timing()).as("no product is tied to it any more").isEmpty();
        assertThat(browser.get("/organisation/sectors").text()).contains("現地の作業のとき");
    }

    @Test
    void aProgramOfWhoIsLimitedReadsOnlyTheirSeriesInASector() {
        Person owner = person(Role.OWNER, Role.QUALITY);
        Series other = products.create(new NewSeries("BX-20", "見えない製品", "機器", "", List.of("BX-21"), "1.0.0"), owner);
        Page added = sends(
                HERE, "products", pump.id().toString(), "products", other.id().toString(), "timing", "any");
        assertThat(added.status()).as(added.text()).isEqualTo(302);

        String all = "/api/v1/organisation/register/sector";
        assertThat(api(owner, Set.of(Act.VIEW)).get(all).at("/items/0/fields/products"))
                .contains(pump.id().toString(), other.id().toString());
        Api limited = api(person(Set.of(pump.id()), Role.QUALITY), Set.of(Act.VIEW));
        assertThat(limited.get(all).at("/items/0/fields/products"))
                .isEqualTo(pump.id().toString());
        String one = all + "/" + limited.get(all).at("/items/0/id");
        assertThat(limited.get(one).at("/fields/products")).isEqualTo(pump.id().toString());
    }
}
