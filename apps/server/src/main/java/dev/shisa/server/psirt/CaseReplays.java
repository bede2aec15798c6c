package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.api.ReplayGuard;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** An answer about a case is given again to those only who still work on it, and that it was is a record like any other look (S-054). */
@Component
class CaseReplays implements ReplayGuard {

    private static final Pattern CASE = Pattern.compile("/api/v1/psirt/cases/([^/]+).*");

    private final Cases cases;

    CaseReplays(Cases cases) {
        this.cases = cases;
    }

    @Override
    public void require(String path, String made, Person person) {
        for (String about : new String[] {path, made}) {
            Matcher matcher = CASE.matcher(about);
            if (matcher.matches()) {
                cases.require(matcher.group(1), "seen", person);
            }
        }
    }
}
