package dev.shisa.server.audience;

import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The words and heads of mails to users. Nothing that a stranger typed stands in them. */
@Component
class AudienceMail {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Issuers issuers;
    private final Products products;
    private final Messages messages;

    AudienceMail(Issuers issuers, Products products, Messages messages) {
        this.issuers = issuers;
        this.products = products;
        this.messages = messages;
    }

    /** A mail as it goes out. */
    record Written(String subject, String text, MailServer.Content content) {}

    /** Asks back whether somebody wants to be told. */
    Written asking(Wish wish, String key, Instant until) {
        Locale locale = Locale.forLanguageTag(wish.language());
        String maker = issuers.issuer().name(wish.language());
        String text = t(
                locale,
                "audience.mail.ask",
                maker,
                wishes(wish, locale),
                here() + "/confirm/" + key + "?lang=" + wish.language(),
                MINUTE.format(until.atZone(Ui.ZONE)));
        return new Written(t(locale, "audience.mail.ask.subject", maker), text, mail -> {
            heads(mail, text, wish.language());
            mail.setHeader("Auto-Submitted", "auto-replied");
        });
    }

    /** What somebody wants to be told, in words. */
    String wishes(Wish wish, Locale locale) {
        String about = wish.everySeries()
                ? t(locale, "audience.every")
                : products.byIds(wish.series()).stream()
                        .map(Series::name)
                        .sorted()
                        .collect(Collectors.joining(t(locale, "people.and")));
        String kinds = AudienceKind.ALL.stream()
                .filter(wish.kinds()::contains)
                .map(kind -> t(locale, "audience.kind." + kind.id()))
                .collect(Collectors.joining(t(locale, "people.and")));
        return t(locale, "audience.wish", about, kinds);
    }

    /** Tells somebody who wants it, or a business that is asked to pass it on and to answer. */
    Written notice(NoticeContent content, String language, String key, boolean business) {
        Locale locale = Locale.forLanguageTag(language);
        String maker = issuers.issuer().name(language);
        String own = here() + "/" + key;
        String more = content.page().isEmpty()
                ? ""
                : t(locale, "audience.mail.more", issuers.origin() + "/public/" + language + "/" + content.page())
                        + "\n\n";
        String text = content.title().in(language)
                + "\n\n"
                + content.text().in(language)
                + "\n\n"
                + more
                + t(locale, business ? "audience.mail.answer" : "audience.mail.read", own + "?lang=" + language)
                + "\n\n-- \n"
                + t(
                        locale,
                        business ? "audience.mail.foot.business" : "audience.mail.foot",
                        maker,
                        own + "/stop?lang=" + language);
        return new Written(
                t(locale, "audience.mail.subject", maker, content.title().in(language)), text, mail -> {
                    heads(mail, text, language);
                    // RFC 2369 and RFC 8058: the reader's program offers to end it, without a page.
                    mail.setHeader("List-Unsubscribe", "<" + own + "/stop>");
                    mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
                    mail.setHeader("Auto-Submitted", "auto-generated");
                    mail.setHeader("Precedence", "list");
                });
    }

    private void heads(MimeMessage mail, String text, String language) throws MessagingException {
        Issuer issuer = issuers.issuer();
        mail.setText(text, StandardCharsets.UTF_8.name());
        mail.setHeader("Content-Language", language);
        MailServer.names(mail, issuer.name(language), issuer.mail());
    }

    private String here() {
        return issuers.origin() + SubscriptionPages.HERE;
    }

    private String t(Locale locale, String key, Object... args) {
        return messages.get(locale, key, args);
    }
}
