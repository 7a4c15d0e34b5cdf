namespace Verdict.Reports;

/// <summary>A wrong decision that the model was sure of.</summary>
/// <param name="Row">The row, counted from 0.</param>
/// <param name="Truth">The true label; for multi-label sets the true labels, joined by a comma.</param>
/// <param name="Predicted">The predicted label; for multi-label sets the predicted labels, joined by a comma.</param>
/// <param name="Confidence">The score of the predicted label; for multi-label sets that of the worst decision, the score of the label or 1 minus it.</param>
/// <param name="Text">The text, where it is known.</param>
public readonly record struct Mistake(int Row, string Truth, string Predicted, double Confidence, string? Text);
