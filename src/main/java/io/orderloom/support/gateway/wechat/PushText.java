package io.orderloom.support.gateway.wechat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orderloom.support.PushUnreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The fields of a push, JSON or XML. Of XML only plain elements are read: a document type, and with it every entity and
 * every way to a file or another machine, makes the whole push unreadable.
 */
final class PushText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The JDK's own reader, whatever else lies on the class path. */
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        XML.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        XML.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is fetched");
        });
    }

    private PushText() {}

    /**
     * The plain fields; what is nested is left out.
     *
     * @throws PushUnreadable when it is neither an object of JSON nor a plain document of XML
     */
    static Map<String, String> fields(byte[] text) {
        for (byte one : text) {
            if (one == '{') {
                return json(text);
            }
            if (one == '<') {
                return xml(text);
            }
            if (!Character.isWhitespace(one)) {
                break;
            }
        }
        throw new PushUnreadable("A push is JSON or XML");
    }

    private static Map<String, String> json(byte[] text) {
        try {
            Map<String, String> fields = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : JSON.readTree(text).properties()) {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                    fields.put(field.getKey(), field.getValue().asText());
                }
            }
            return fields;
        } catch (IOException e) {
            throw new PushUnreadable("Not JSON");
        }
    }

    private static Map<String, String> xml(byte[] text) {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(text));
            try {
                return xml(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The parser's words quote what it was given.
            throw new PushUnreadable("Not XML as WeChat writes it");
        }
    }

    private static Map<String, String> xml(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> fields = new HashMap<>();
        StringBuilder value = new StringBuilder();
        int depth = 0;
        boolean plain = true;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    plain = depth == 2;
                    value.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> value.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth == 2 && plain && fields.put(reader.getLocalName(), value.toString()) != null) {
                        throw new XMLStreamException("A field twice");
                    }
                    depth--;
                    plain = false;
                }
                case XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE,
                        XMLStreamConstants.ENTITY_DECLARATION,
                        XMLStreamConstants.PROCESSING_INSTRUCTION -> throw new XMLStreamException("Not plain");
                default -> {
                    // Blanks and remarks mean nothing.
                }
            }
        }
        return fields;
    }
}
