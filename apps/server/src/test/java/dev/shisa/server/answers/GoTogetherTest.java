package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What cannot both be so is not taken as one answer, by whichever way it comes. */
class GoTogetherTest extends ServerTest {

    private static final String PACKAGES = "update.packages";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(new NewSeries("MC-200", "MC-200", "カメラ", "", List.of("MC-200"), "1.0"), quality);
    }

    private RegisterItem add(String name) {
        return products.addItem(series, "package", name, "", quality);
    }

    @Test
    void twoChoicesThatExcludeEachOtherAreRefusedInASentenceThatNamesBoth() {
        Browser person = signedIn(quality);
        String both = "「IPv6のアドレス」と「IPv6では通信できない製品」";
        Page page = person.post(
                "/products/MC-200/questions",
                "key",
                "network.scanned",
                "answer-value",
                "tcp",
                "answer-value",
                "ipv6",
                "answer-value",
                "no-ipv6");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains(both);
        Page register = person.post(
                "/products/MC-200/register/interface",
                "network.scanned::seen",
                "",
                "network.scanned::value",
                "ipv6",
                "network.scanned::value",
                "no-ipv6");
        assertThat(register.status()).isEqualTo(422);
        assertThat(register.text()).contains(both);
        assertThat(count("fact")).isZero();
    }

    @Test
    void theApiRefusesThemAndNamesBoth() {
        Api.Answer answer = api(quality, Set.of(Act.ADD_EVIDENCE)).post("/api/v1/series/MC-200/answers", """
                {"answers": [{"key": "network.scanned", "value": ["tcp", "ipv6", "no-ipv6"]}]}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.toString()).contains("fact.not-together", "ipv6, no-ipv6");
    }

    @Test
    void thatThereIsNoneIsRefusedWhileTheRegisterListsSome() {
        RegisterItem one = add("本体ファームウェア");
        add("アプリ");
        Browser person = signedIn(quality);
        Page page = person.post("/products/MC-200/questions", "key", PACKAGES, "answer-none", "1");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("2件", "登録内容");
        assertThat(count("fact")).isZero();
        Page some = person.post("/products/MC-200/questions", "key", PACKAGES, "answer-value", one.code());
        assertThat(some.status()).as("some of them may be all").isEqualTo(302);
    }

    @Test
    void itIsTakenOnceTheyAreOutOfTheRegister() {
        RegisterItem one = add("本体ファームウェア");
        products.removeItem(series, one.id(), one.version(), quality);
        Page page = signedIn(quality).post("/products/MC-200/questions", "key", PACKAGES, "answer-none", "1");
        assertThat(page.status()).isEqualTo(302);
    }

    @Test
    void theRegisterRefusesItBesideWhatIsListedOrNamedToo() {
        Browser person = signedIn(quality);
        String update = "/products/MC-200/register/update";
        Page named = person.post(update, "none-package", "1", "add-package", "本体ファームウェア");
        assertThat(named.status()).isEqualTo(422);
        assertThat(named.text()).contains("「ない」と名前の両方が入っています");
        assertThat(products.items(series.id(), "package")).isEmpty();
        add("本体ファームウェア");
        Page listed = person.post(update, "none-package", "1");
        assertThat(listed.status()).as("somebody else added it meanwhile").isEqualTo(422);
        assertThat(listed.text()).contains("1件");
        assertThat(count("fact")).isZero();
    }

    @Test
    void theApiRefusesItToo() {
        add("本体ファームウェア");
        Api.Answer answer = api(quality, Set.of(Act.ADD_EVIDENCE)).post("/api/v1/series/MC-200/answers", """
                {"answers": [{"key": "update.packages", "value": []}]}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.toString()).contains("/answers/0/value", "1件");
        assertThat(count("fact")).isZero();
    }
}
