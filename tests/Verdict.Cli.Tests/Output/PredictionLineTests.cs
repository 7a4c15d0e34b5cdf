using System.Text;
using Verdict.Cli.Output;
using Xunit;

namespace Verdict.Cli.Tests.Output;

public sealed class PredictionLineTests
{
    private static readonly Prediction Sample = new()
    {
        Label = "pos",
        Score = 0.9743f,
        Scores = [new("neg", 0.0257f), new("pos", 0.9743f)],
        Top = [new("pos", 0.9743f)],
        Logits = [-1.8f, 1.8353f],
        TokenCount = 11,
        Truncated = false,
    };

    [Fact]
    public void The_contract_is_kept_to_the_letter() => Assert.Equal(
        """{"text":"j'ai bien aime","label":"pos","score":0.9743,"scores":{"neg":0.0257,"pos":0.9743},"logits":[-1.8,1.8353],"tokens":11,"truncated":false}""" + "\n",
        Json("j'ai bien aime", null, Sample, several: false));

    [Fact]
    public void A_pair_and_the_chosen_labels_have_properties_of_their_own() => Assert.Equal(
        """{"text":"a","pair":"b","label":"pos","score":0.9743,"scores":{"neg":0.0257,"pos":0.9743},"top":["pos"],"logits":[-1.8,1.8353],"tokens":11,"truncated":true}""" + "\n",
        Json("a", "b", Sample with { Truncated = true }, several: true));

    [Fact]
    public void Plain_lines_align()
    {
        Assert.Equal("pos  0.97", PredictionLine.Plain(Sample, 3, several: false));
        Assert.Equal("pos       0.97", PredictionLine.Plain(Sample, 8, several: false));
        Assert.Equal("pos  0.97  neg  0.03", PredictionLine.Plain(Sample with { Top = [new("pos", 0.9743f), new("neg", 0.0257f)] }, 3, several: true));
        Assert.Equal("-", PredictionLine.Plain(Sample with { Top = [] }, 3, several: true));
    }

    private static string Json(string text, string? pair, Prediction prediction, bool several)
    {
        var stream = new MemoryStream();
        using var writer = new LineWriter(stream);
        writer.Object(prediction, (json, value) => PredictionLine.Write(json, text, pair, value, several));
        writer.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
