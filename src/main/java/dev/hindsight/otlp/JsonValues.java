package dev.hindsight.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.io.IOException;
import java.util.Base64;

/** Reads attributes in JSON. How deep their values may be is the parser's limit. */
final class JsonValues {

    private final JsonMembers members;

    JsonValues(JsonMembers members) {
        this.members = members;
    }

    /** An attribute. */
    KeyValue keyValue() throws IOException {
        KeyValue.Builder attribute = KeyValue.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "key" -> attribute.setKey(members.text());
                        case "value" -> attribute.setValue(value());
                        default -> {}
                    }
                });
        return attribute.build();
    }

    private AnyValue value() throws IOException {
        AnyValue.Builder value = AnyValue.newBuilder();
        members.object(
                name -> {
                    switch (name) {
                        case "stringValue" -> value.setStringValue(members.text());
                        case "boolValue" -> value.setBoolValue(members.truth());
                        case "intValue" -> value.setIntValue(members.number());
                        case "doubleValue" -> value.setDoubleValue(members.fraction());
                        case "arrayValue" -> value.setArrayValue(array());
                        case "kvlistValue" -> value.setKvlistValue(list());
                        case "bytesValue" -> value.setBytesValue(bytes());
                        default -> {}
                    }
                });
        return value.build();
    }

    private ArrayValue array() throws IOException {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        members.object(
                name -> {
                    if (name.equals("values")) {
                        members.array(() -> array.addValues(value()));
                    }
                });
        return array.build();
    }

    private KeyValueList list() throws IOException {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        members.object(
                name -> {
                    if (name.equals("values")) {
                        members.array(() -> list.addValues(keyValue()));
                    }
                });
        return list.build();
    }

    private ByteString bytes() throws IOException {
        String text = members.text().replace('-', '+').replace('_', '/');
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException wrong) {
            throw JsonMembers.malformed("A bytesValue is not Base64.");
        }
    }
}
