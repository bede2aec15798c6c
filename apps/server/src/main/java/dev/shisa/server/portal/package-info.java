/**
 * The pages for everybody: products, advisories, the policy, and the files of a CSAF trusted provider.
 *
 * <p>{@code PortalDoor} is a filter before everything that knows people; nothing of the request but its address,
 * language and search reaches what it answers, and it sets no cookie. {@code PublicData} reads at one moment what may
 * be seen (default deny: switched on by an owner, series by series; of documents only those in force and meant for
 * readers; of the end of support only what a second person confirmed and nobody contradicts), {@code PublicPages}
 * makes each file when it is first asked for and keeps it, packed beside, {@code PublicSite} looks at most once a
 * second whether anything was recorded since, and then reads again.
 *
 * <p>So a flood costs copying, and {@code Pace} gives every answer its turn, at most so many a second for each
 * processor: without it two hundred readers take all of the machine (20,000 answers a second on two processors) and a
 * page inside waits for seconds; with it they still read six thousand. {@code PortalExport} is the same files as a
 * zip. Forms below {@code /public/report} and {@code /public/notices} are let through to a filter chain of their own
 * without session and CSRF ({@code PortalSecurity}); they use {@code portal/frame.jte} with {@code PortalFrames}.
 *
 * <p><b>Published places</b> ({@code portal}: {@code PlaceWatch}). S1.1-05 and S1.1-16 are as true as what users can
 * reach. {@code StatedPlaces} finds the addresses that the facts name (answers, evidence, documents in force); each
 * is looked at every hour by the way on which copies of pages are fetched ({@code evidence.PageSnapshot}, inward
 * addresses refused), the maker's own public pages where they are made ({@code OwnPages}), without a request.
 *
 * <p>{@code PublishedPlace} is plain code and says when a place counts as gone: three failures over six hours, and
 * what may be our own way to the internet only while somebody else answers. Then a document disagrees with the fact
 * at its strength (re-check, never red); it is taken back by the watch ({@code EvidenceLog.withdrawOwn}) when the
 * place is there again. Who decides against the watch is right until then.
 *
 * <p>A page that is there makes nothing good; changed words are noted only.
 *
 * <p>Tables: {@code published_place}, {@code published_place_said}.
 *
 * <p>Events: tells {@code PortalChanged}.
 *
 * <p>Doors: pages {@code /organisation/published}, {@code /settings/portal}; API {@code /portal},
 * {@code /published-places}; filters {@code PortalDoor}; jobs {@code PlaceWatch}.
 */
@NullMarked
package dev.shisa.server.portal;

import org.jspecify.annotations.NullMarked;
