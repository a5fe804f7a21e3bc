package io.orderloom.logging;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides personal data and secrets in a finished line. It works on the text that leaves the process, not on
 * arguments, so that exceptions and the libraries' own messages are covered as well. A replacement
 * contains neither quotes nor backslashes: a masked JSON line is still JSON. No pattern may run from every
 * position to the end of a line: what is logged may come from an attacker.
 */
final class Mask {

    private static final String HIDDEN = "***";

    /** A quote, perhaps escaped because the text was put into JSON. */
    private static final String QUOTE = "(?:\\\\?[\"'])?";

    private static final String BOUNDARY_BEFORE = "(?<![0-9A-Za-z])";
    private static final String BOUNDARY_AFTER = "(?![0-9A-Za-z])";

    private static final List<Rule> RULES = List.of(
            // Private keys, whole or cut off, with real or escaped line ends; and the same without their frame.
            rule(
                    "-----BEGIN ([A-Z ]{0,20}PRIVATE KEY)-----(?:[^-]{0,16384}-----END [A-Z ]{0,40}-----|[A-Za-z0-9+/=\\s\\\\]{0,16384})",
                    match -> "-----BEGIN " + match.group(1) + "----- " + HIDDEN),
            rule("\\bMII[A-Za-z0-9+/=]{200,}", match -> HIDDEN),
            // Credentials of an address, as of a database or a broker.
            rule("(://[^\\s/:@\"']{0,128}:)[^\\s@\"'/]{1,256}@", match -> match.group(1) + HIDDEN + "@"),
            // The demo's keys are printed for everybody and refused in production.
            rule(
                    "(?i)\\b(Bearer|Basic)\\s+(?!demo-[a-z]+\\b)[A-Za-z0-9._~+/=-]+",
                    match -> match.group(1) + " " + HIDDEN),
            // Fields that are secret by their name, as JSON, as a form, as a record's text or as a header.
            rule(
                    "(?i)((?:password|passwd|secret|token|api-?_?v3-?_?key|private-?_?key|session-?_?key|api-?_?key"
                            + "|encoding-?_?aes-?_?key|signature|authorization|cookie|pepper)"
                            + QUOTE + "\\s{0,3}[:=]\\s{0,3}" + QUOTE + ")(?!(?:Bearer|Basic) )[^\\s\"'\\\\,;&}\\])]+",
                    match -> match.group(1) + HIDDEN),
            // Fields that are personal by their name; they end with their quote, or at a separator without one.
            rule(
                    "(?i)(\\b(?:open_?id|union_?id|payer_?id|buyer_?id|buyer_?logon_?id|phone|mobile|tel|nickname|receiver_?name"
                            + "|recipient|consignee|id_?card|cert_?no|js_?code)"
                            + "\\\\?[\"']\\s*:\\s*\\\\?[\"'])[^\"'\\\\]+",
                    match -> match.group(1) + HIDDEN),
            rule(
                    "(?i)(\\b(?:open_?id|union_?id|payer_?id|buyer_?id|buyer_?logon_?id|phone|mobile|tel|nickname|receiver_?name"
                            + "|recipient|consignee|id_?card|cert_?no|js_?code)=)[^\\s\"'\\\\,;&}\\])]+",
                    match -> match.group(1) + HIDDEN),
            // An identity card: region, day of birth, serial, check sign.
            rule(
                    BOUNDARY_BEFORE
                            + "[1-9]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[0-9Xx]"
                            + BOUNDARY_AFTER,
                    match -> HIDDEN),
            rule(
                    BOUNDARY_BEFORE + "(?:62|4\\d|5[1-5])\\d{14,17}" + BOUNDARY_AFTER,
                    match -> isCardNumber(match.group()) ? HIDDEN : match.group()),
            rule(
                    BOUNDARY_BEFORE + "((?:\\+?86[- ]?)?1[3-9]\\d)[- ]?\\d{4}[- ]?(\\d{4})" + BOUNDARY_AFTER,
                    match -> match.group(1) + "****" + match.group(2)),
            rule(BOUNDARY_BEFORE + "(0\\d{2,3})-\\d{7,8}" + BOUNDARY_AFTER, match -> match.group(1) + "-" + HIDDEN),
            // An openid has 28 signs; names in code of that length have no digit and no two capitals together.
            rule(
                    "(?<![0-9A-Za-z_.$-])o(?=[A-Za-z_-]{0,26}(?:[0-9_-]|[A-Z]{2}))[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])",
                    match -> match.group().substring(0, 4) + HIDDEN),
            rule(
                    "(?<![0-9A-Za-z._%+-])([0-9A-Za-z])[0-9A-Za-z._%+-]{0,63}@([0-9A-Za-z.-]{1,253}\\.[A-Za-z]{2,24})(?![0-9A-Za-z])",
                    match -> match.group(1) + HIDDEN + "@" + match.group(2)));

    private record Rule(Pattern pattern, Function<MatchResult, String> replacement) {}

    private Mask() {}

    private static Rule rule(String pattern, Function<MatchResult, String> replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    static String apply(String line) {
        String masked = line;
        for (Rule rule : RULES) {
            masked = rule.pattern()
                    .matcher(masked)
                    .replaceAll(
                            match -> Matcher.quoteReplacement(rule.replacement().apply(match)));
        }
        return masked;
    }

    /** The check digit of payment cards (Luhn). */
    private static boolean isCardNumber(String digits) {
        int sum = 0;
        for (int position = 0; position < digits.length(); position++) {
            int digit = digits.charAt(digits.length() - 1 - position) - '0';
            int weighted = position % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
