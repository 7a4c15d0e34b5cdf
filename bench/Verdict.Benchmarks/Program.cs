using Verdict.Benchmarks;

return args switch
{
    ["bert", .. var rest] => BertBench.Run(rest),
    ["tokenizer", .. var rest] => TokenizerBench.Run(rest),
    ["peak", .. var rest] => PeakBench.Run(rest),
    _ => Help(),
};

static int Help()
{
    Console.WriteLine("""
        Benchmarks of Verdict, each beside a baseline in the same run.

          bert [--shape base|minilm] [--precision fp32|bf16|int8] [--threads 1,2] [--rounds 7] [--work PART-OF-NAME] [--quick]
                      the engine against ONNX Runtime
          tokenizer   the tokeniser against Microsoft.ML.Tokenizers
          peak        kernels against the machine's peak

        Results are printed as Markdown tables; those of this machine are kept under bench/results/.
        """);
    return 64;
}
