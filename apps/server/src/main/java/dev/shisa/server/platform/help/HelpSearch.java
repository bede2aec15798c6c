package dev.shisa.server.platform.help;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find help texts: by their title first, then by what they say. */
@Component
class HelpSearch implements SearchSource {

    private final HelpTexts texts;

    HelpSearch(HelpTexts texts) {
        this.texts = texts;
    }

    @Override
    public int position() {
        return 90;
    }

    @Override
    public String id() {
        return "help";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        return texts.search(query, locale.getLanguage()).stream()
                .limit(atMost)
                .map(found -> new Hit(
                        found.text().title(),
                        "",
                        "/help?topic=" + URLEncoder.encode(found.text().name(), StandardCharsets.UTF_8),
                        found.line()))
                .toList();
    }
}
