package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import io.orderloom.payment.gateway.BillText;
import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.WireClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UnionPay's files of a settled day (gateway's document "file transfer"): one signed answer that holds a ZIP,
 * deflated once more and written in Base64. The signature covers it.
 */
final class UnionPayBills implements BillSource {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayBills.class);

    /** Said of a day without trade and of one whose file is not made yet. */
    private static final String NO_SUCH_FILE = "98";

    /** UnionPay's day of settlement ends an hour before midnight. */
    private static final LocalTime CUT = LocalTime.of(23, 0);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMdd");
    private static final Charset GBK = Charset.forName("GBK");

    /** {@code INN…ZM_<merId>} lists what was settled; ZME, which lists what banks dispute, has a form of its own. */
    private static final String LIST = "ZM_";

    private static final int MOST_FILES = 32;

    private final String merId;
    private final UnionPayKeys keys;
    private final UnionPayWire wire;
    private final WireClock clock;

    UnionPayBills(UnionPaySettings settings, UnionPayKeys keys, WireClock clock) {
        this.merId = settings.merId();
        this.keys = keys;
        this.wire = new UnionPayWire(settings);
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.UNIONPAY;
    }

    @Override
    public Instant begins(LocalDate day) {
        return day.minusDays(1).atTime(CUT).atZone(ReconcileDay.BEIJING).toInstant();
    }

    @Override
    public Outcome<Bill> fetch(LocalDate day, Path directory) {
        UnionPayFields message = UnionPayFields.of(Map.of(
                "txnType",
                "76",
                "txnSubType",
                "01",
                "bizType",
                "000000",
                "accessType",
                "0",
                "merId",
                merId,
                "txnTime",
                UnionPayTimes.text(clock.now()),
                "fileType",
                "00",
                "settleDate",
                DAY.format(day)));
        Path body = directory.resolve("answer");
        try {
            wire.download(keys.signed(message), body);
            UnionPayFileAnswer answer = UnionPayFileAnswer.read(body);
            if (!keys.isUnionPays(answer)) {
                LOG.warn("UnionPay's file of {} is not signed by UnionPay", day);
                return new Outcome.Unknown<>("The file is not signed by UnionPay");
            }
            if (!isAbout(answer.fields(), message)) {
                LOG.warn("UnionPay was asked for the file of {} and answered about something else", day);
                return new Outcome.Unknown<>("The answer is about something else");
            }
            String code = answer.fields().get("respCode");
            if (code.equals(NO_SUCH_FILE)) {
                return new Outcome.Succeeded<>(BillSource.NONE);
            }
            return UnionPayCodes.isDone(code)
                    ? unpacked(day, answer, directory)
                    : new Outcome.Unknown<>("respCode " + code);
        } catch (GatewayWire.NotSent e) {
            return new Outcome.NotExecuted<>("Nothing was sent to UnionPay");
        } catch (UnionPayFields.Malformed | IOException e) {
            LOG.warn("UnionPay's file of {} is refused and fetched again: {}", day, e.toString());
            return new Outcome.Unknown<>("The file cannot be used: " + e.getMessage());
        }
    }

    private static Outcome<Bill> unpacked(LocalDate day, UnionPayFileAnswer answer, Path directory) throws IOException {
        Optional<Path> list = unpack(answer, directory);
        if (list.isEmpty()) {
            LOG.warn("UnionPay's file of {} holds no list", day);
            return new Outcome.Unknown<>("The file holds no list");
        }
        return new Outcome.Succeeded<>(reader -> UnionPayBillList.read(list.get(), reader));
    }

    private boolean isAbout(UnionPayFields answer, UnionPayFields message) {
        String day = answer.get("settleDate");
        return answer.get("merId").equals(merId)
                && answer.get("txnTime").equals(message.get("txnTime"))
                && (day.isEmpty() || day.equals(message.get("settleDate")));
    }

    private static Optional<Path> unpack(UnionPayFileAnswer answer, Path directory) throws IOException {
        Path list = null;
        // One limit for all files together.
        try (ZipInputStream zip = new ZipInputStream(new InflaterInputStream(answer.content()), GBK);
                InputStream text = BillText.unpacked(zip, answer.contentBytes())) {
            int number = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++number > MOST_FILES) {
                    throw new IOException("too many files");
                }
                // Never by the name that it brings: that could lead out of the directory.
                Path file = directory.resolve("file-" + number);
                Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
                if (entry.getName().contains(LIST)) {
                    list = file;
                } else if (Files.size(file) > 0) {
                    LOG.info("UnionPay's files hold {}, which is not compared", entry.getName());
                }
            }
        }
        return Optional.ofNullable(list);
    }
}
