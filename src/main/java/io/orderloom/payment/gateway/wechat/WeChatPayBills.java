package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.DigestBillEntity;
import com.wechat.pay.java.service.billdownload.model.AccountType;
import com.wechat.pay.java.service.billdownload.model.BillType;
import com.wechat.pay.java.service.billdownload.model.GetFundFlowBillRequest;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.billdownload.model.TarType;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.shared.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** WeChat Pay's trade and fund-flow bills (gateway's documents "apply for trade bill", "apply for fund-flow bill"). */
final class WeChatPayBills implements BillSource {

    private static final String NONE = "NO_STATEMENT_EXIST";
    private static final String NOT_YET = "STATEMENT_CREATING";

    private final BillDownloadServiceExtension service;

    WeChatPayBills(WeChatPaySettings settings, WeChatPayKeys keys) {
        HttpClient http = new DefaultHttpClientBuilder()
                .config(keys)
                .okHttpClient(WeChatPayWire.downloads(settings))
                .build();
        this.service = new BillDownloadServiceExtension.Builder()
                .decryptor(WeChatPayBills::nothingIsSealed)
                .httpClient(http)
                .build();
    }

    /** The SDK wants one for the bills of merchants below us, which we never fetch. */
    private static String nothingIsSealed(String sealed) {
        throw new UnsupportedOperationException("Bills of ours are not sealed");
    }

    @Override
    public Channel channel() {
        return Channel.WECHAT_PAY;
    }

    @Override
    public Outcome<Bill> fetch(LocalDate day, Path directory) throws IOException {
        GetTradeBillRequest trades = new GetTradeBillRequest();
        trades.setBillDate(day.toString());
        trades.setBillType(BillType.ALL);
        trades.setTarType(TarType.GZIP);
        GetFundFlowBillRequest funds = new GetFundFlowBillRequest();
        funds.setBillDate(day.toString());
        funds.setAccountType(AccountType.BASIC);
        funds.setTarType(TarType.GZIP);
        Path tradeFile = directory.resolve("trades.csv");
        Path fundFile = directory.resolve("funds.csv");
        try {
            boolean whole =
                    save(service.getTradeBill(trades), tradeFile) && save(service.getFundFlowBill(funds), fundFile);
            return whole
                    ? new Outcome.Succeeded<>(reader -> {
                        read(tradeFile, cells -> trade(cells).ifPresent(reader::trade));
                        read(fundFile, cells -> movement(cells, reader));
                    })
                    : new Outcome.Unknown<>("The bill's hash is wrong");
        } catch (RuntimeException e) {
            return switch (WeChatPayTrouble.code(e)) {
                case NONE -> new Outcome.Succeeded<>(reader -> {});
                case NOT_YET -> new Outcome.Pending<>(NOT_YET);
                default -> WeChatPayTrouble.outcome("fetch bill of", day, e);
            };
        }
    }

    /** The hash covers the unpacked text and is known only once the stream was read to its end. */
    private static boolean save(DigestBillEntity bill, Path file) throws IOException {
        try (InputStream text = bill.getInputStream()) {
            Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return bill.verifyHash();
    }

    private interface Cells {
        void take(Map<String, String> cells) throws IOException;
    }

    /** Cells begin with a backtick; columns may be added any day, so they go by their heading. */
    private static void read(Path file, Cells each) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String heading = lines.readLine();
            if (heading == null) {
                return;
            }
            String[] names = heading.replace("\uFEFF", "").split(",");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("`")) {
                    // the heading of the sums, which end the bill
                    return;
                }
                String[] values = line.substring(1).split(",`", -1);
                if (values.length < names.length) {
                    throw new IOException("A line of the bill has " + values.length + " cells, not " + names.length);
                }
                Map<String, String> cells = new HashMap<>();
                for (int i = 0; i < names.length; i++) {
                    cells.put(names[i], values[i]);
                }
                each.take(cells);
            }
        }
    }

    private static Optional<Line> trade(Map<String, String> cells) throws IOException {
        String paymentNo = cell(cells, "商户订单号");
        long fee = fen(cell(cells, "手续费"));
        return switch (cell(cells, "交易状态")) {
            case "SUCCESS" -> Optional.of(new Line(Kind.CHARGE, paymentNo, paymentNo, fen(cell(cells, "订单金额")), fee));
            case "REFUND" ->
                Optional.of(new Line(Kind.REFUND, cell(cells, "商户退款单号"), paymentNo, fen(cell(cells, "申请退款金额")), fee));
            default -> Optional.empty();
        };
    }

    private static void movement(Map<String, String> cells, Reader reader) throws IOException {
        String number = cell(cells, "业务凭证号");
        long fen = fen(cell(cells, "收支金额(元)"));
        switch (cell(cells, "业务类型")) {
            case "交易" -> reader.movement(Kind.CHARGE, number, fen);
            case "退款" -> reader.movement(Kind.REFUND, number, fen);
            default -> {
                // fees, withdrawals and top-ups are no trades
            }
        }
    }

    private static String cell(Map<String, String> cells, String name) throws IOException {
        String value = cells.get(name);
        if (value == null) {
            throw new IOException("The bill has no column " + name);
        }
        return value.strip();
    }

    /** Yuan with two decimals, fees with five. */
    private static long fen(String yuan) throws IOException {
        try {
            return new BigDecimal(yuan)
                    .movePointRight(2)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException("The bill has an amount that is none", e);
        }
    }
}
