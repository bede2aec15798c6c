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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What cannot both be so is not taken as one answer, by whichever way it comes. */
class GoTogetherTest extends ServerTest {

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        products.create(new NewSeries("MC-200", "MC-200", "カメラ", "", List.of("MC-200"), "1.0"), quality);
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
}
