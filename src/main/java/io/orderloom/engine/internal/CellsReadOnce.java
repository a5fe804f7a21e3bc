package io.orderloom.engine.internal;

import camundajar.impl.scala.collection.immutable.List;
import camundajar.impl.scala.collection.immutable.List$;
import camundajar.impl.scala.util.Either;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.bpm.dmn.feel.impl.scala.function.FeelCustomFunctionProvider;
import org.camunda.feel.FeelEngine.Failure;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.SuccessfulEvaluationResult;
import org.camunda.feel.context.Context;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.context.FunctionProvider.CompositeFunctionProvider;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.impl.interpreter.EvalContext;
import org.camunda.feel.impl.interpreter.FeelInterpreter;
import org.camunda.feel.impl.parser.ExpressionValidator;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.syntaxtree.ValFatalError;
import org.camunda.feel.valuemapper.ValueMapper.CompositeValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * Camunda's FEEL, which would parse a cell of a decision table and build the language's functions anew at every
 * evaluation. What a cell means hangs on its text alone, so a table deployed anew needs no forgetting here.
 */
final class CellsReadOnce implements FeelEngineFactory {

    private final java.util.@Nullable List<FeelCustomFunctionProvider> functions;

    /** @param functions that the engine's configuration adds to the language */
    CellsReadOnce(java.util.@Nullable List<FeelCustomFunctionProvider> functions) {
        this.functions = functions;
    }

    @Override
    public FeelEngine createInstance() {
        return new ScalaFeelEngine(functions) {
            @Override
            protected org.camunda.feel.FeelEngine buildFeelEngine(
                    CustomFunctionTransformer transformer, CompositeValueMapper valueMapper) {
                return new Language(super.buildFeelEngine(transformer, valueMapper));
            }
        };
    }

    /** The language as set up by Camunda. Only an evaluation without any failure is shortened. */
    @SuppressWarnings("deprecation") // what Camunda calls; its successor calls it too
    static final class Language extends org.camunda.feel.FeelEngine {

        /** All tables together have some hundreds. */
        static final int MOST_TEXTS = 4_000;

        private final Map<String, Either<Failure, ParsedExpression>> expressions = new ConcurrentHashMap<>();
        private final Map<String, Either<Failure, ParsedExpression>> tests = new ConcurrentHashMap<>();
        private final FunctionProvider functions;
        private final FeelInterpreter interpreter;
        private final ExpressionValidator validator;

        Language(org.camunda.feel.FeelEngine as) {
            super(as.functionProvider(), as.valueMapper(), as.configuration(), as.clock());
            functions = new CompositeFunctionProvider(
                    none().$colon$colon(functionProvider()).$colon$colon(new BuiltinFunctions(clock(), valueMapper())));
            interpreter = new FeelInterpreter(valueMapper());
            validator = new ExpressionValidator(configuration().externalFunctionsEnabled());
        }

        @Override
        public Either<Failure, ParsedExpression> parseExpression(String text) {
            return read(text, expressions, super::parseExpression);
        }

        @Override
        public Either<Failure, ParsedExpression> parseUnaryTests(String text) {
            return read(text, tests, super::parseUnaryTests);
        }

        private static Either<Failure, ParsedExpression> read(
                String text,
                Map<String, Either<Failure, ParsedExpression>> known,
                Function<String, Either<Failure, ParsedExpression>> reader) {
            Either<Failure, ParsedExpression> read = known.get(text);
            if (read == null) {
                if (known.size() >= MOST_TEXTS) {
                    known.clear();
                }
                read = reader.apply(text);
                known.put(text, read);
            }
            return read;
        }

        @Override
        public EvaluationResult evaluate(ParsedExpression expression, Context context) {
            EvaluationResult result = evaluated(expression, context);
            return result == null ? super.evaluate(expression, context) : result;
        }

        /** Null when anything at all went wrong: how that is told is left to the original. */
        private @Nullable EvaluationResult evaluated(ParsedExpression expression, Context context) {
            if (validator.validateExpression(expression.expression()).isDefined()) {
                return null;
            }
            EvalContext known = EvalContext.create(valueMapper(), functions).merge(context);
            try {
                Val value = interpreter.eval(expression.expression(), known);
                if (value instanceof ValError
                        || value instanceof ValFatalError
                        || known.failureCollector().failures().nonEmpty()) {
                    return null;
                }
                return new SuccessfulEvaluationResult(valueMapper().unpackVal(value), List$.MODULE$.empty());
            } catch (RuntimeException e) {
                return null;
            }
        }

        private static List<FunctionProvider> none() {
            return List$.MODULE$.empty();
        }
    }
}
