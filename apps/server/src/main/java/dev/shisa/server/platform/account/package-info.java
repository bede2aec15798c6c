/**
 * Who may come in, and what they may do: accounts, sessions, roles and acts, links, second factors, passkeys,
 * providers.
 *
 * <p><b>Security.</b> Default deny: a handler names its act with {@code @Requires}, roles per act are one table
 * ({@code Act}); a handler without one is refused. Every change goes through {@code Audit}. A person limited to some
 * series gets 404 for the others.
 *
 * <p><b>Signing in.</b> A session is a cookie with 256 random bits, a link (set-up, invitation, reset) a path with as
 * many; the database has only their SHA-256 ({@code Sessions}, {@code OneTimeLinks}). Wrong passwords are counted by
 * mail address and source, whether or not it has an account, so that nobody is kept out by others; what comes by a
 * proxy that {@code shisa.trusted-proxies} names has the source that the proxy tells ({@code TrustedProxies}). Of
 * whom a second factor is asked ({@code FactorPolicy}) is a matter of roles: owners and PSIRT in a new installation,
 * after two weeks in which it is announced on their Home, so that people and programs set it up first; whoever is
 * asked comes in with one only, and makes no token without ({@code FactorGate}).
 *
 * <p>A new password for whoever works on cases takes two, since an owner decides about accounts and not about who
 * knows of a case: one asks, another owner or somebody who receives reports agrees and hands the link over
 * ({@code LinkRequests}, {@code NeedToKnow}); where there is nobody else, {@code ./shisa user reset} makes it on the
 * machine. Between the password and the code of a second factor stands a cookie that is no session
 * ({@code HalfSignIns}); wrong codes count as wrong passwords do, and the secrets lie in the database sealed with a
 * key from {@code DATA/secrets} ({@code SealedSecrets}). {@code shisa user} and {@code shisa doctor} talk to
 * {@code DATA/run/admin.sock}, which only the installation's own user can open.
 *
 * <p><b>Passwords</b> ({@code PasswordRules}) have 15 characters, with a second factor too, since that may be taken
 * away later and nobody can tell a length from a hash. They are compared with {@code leaked.bin} (hashes of half a
 * million entries; {@code ops/passwords/MakeLeaked.java} makes it from npm packages under MIT whose SHA-256 it
 * checks) and with the company's own {@code DATA/refused-passwords.txt}, then taken apart into rows of keys, common
 * words and names. What was chosen before goes on working and is looked at when it changes; the doctor counts them.
 *
 * <p><b>Signing in by a provider</b> ({@code OidcClient}, {@code OidcFlow}, {@code OidcRequests}). OpenID Connect by
 * authorization code with PKCE, state and nonce; one redirect address for each provider, so that none can answer for
 * another. Tokens are read and verified by Nimbus; what they have to say is checked here, by the server's clock and
 * with a code for each fault, which is what the test of a provider tells. A provider's issuer and subject decide
 * whose account it is; a verified mail address only proposes one, which its password has to confirm.
 *
 * <p>Roles that follow from a claim ({@code RoleMapping}) are given anew at each sign-in by the first row that fits;
 * rows are never put together, since one's roles with another's range would be more than either. A browser is led
 * outside by links only, since the policy of our pages keeps forms inside. Where people come in by providers only
 * ({@code SignInPolicy}), one or two accounts keep their own ways ({@code EmergencyAccounts}); each use is an event
 * ({@code EmergencySignIn}), a record and a finding of the doctor.
 *
 * <p><b>Passkeys</b> ({@code Passkeys}): discoverable, with the user verified, attestation "none"; each is two
 * factors. They belong to the host of {@code SignInAddress}, as redirect addresses do. Before ways of signing in
 * change, {@code StillThere} asks for the password, or for a fresh session where there is none.
 *
 * <p>Open doors count by {@code Source}, the network of an address, and {@code RateLimits} forgets in the block that
 * has the most counts, so that a flood forgets its own. Sessions are rows; a person sees and ends them, and several
 * servers can share them.
 *
 * <p>Links by which somebody without an account comes in belong to the capability that makes them ({@code GuestTable});
 * they are seen and ended with the account of their maker ({@code GuestLinks}), who may have kept the address.
 *
 * <p>Tables: {@code identity_provider}, {@code identity_provider_role}, {@code link_request}, {@code linked_sign_in},
 * {@code oidc_request}, {@code oidc_trial}, {@code oidc_unlinked}, {@code one_time_link}, {@code passkey},
 * {@code passkey_challenge}, {@code person}, {@code recovery_code}, {@code second_factor}, {@code session},
 * {@code sign_in_failure}, {@code sign_in_step}.
 *
 * <p>Events: tells {@code EmergencySignIn}.
 *
 * <p>Doors: pages {@code /account}, {@code /account/new-ways}, {@code /account/password},
 * {@code /account/second-factor}, {@code /account/sessions}, {@code /account/sign-ins}, {@code /invitation},
 * {@code /language}, {@code /reset}, {@code /set-up}, {@code /settings/people}, {@code /settings/roles},
 * {@code /settings/sign-in}, {@code /sign-in}, {@code /sign-out}, {@code /theme}; API {@code /me}, {@code /people},
 * {@code /sign-in}; commands {@code UserCommand}.
 */
@NullMarked
package dev.shisa.server.platform.account;

import org.jspecify.annotations.NullMarked;
