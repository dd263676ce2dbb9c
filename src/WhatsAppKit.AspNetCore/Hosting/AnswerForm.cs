using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Chooses among the forms of an answer by the header <c>Accept</c> (RFC 9110 section 12.5.1).</summary>
internal static class AnswerForm
{
    /// <summary>The form that is wanted most; of equals, and without the header, the first.</summary>
    /// <exception cref="GatewayException">None of them is wanted.</exception>
    public static string Of(HttpRequest request, params ReadOnlySpan<string> forms)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted) || wanted.Count == 0)
        {
            return forms[0];
        }

        var (best, weight) = ("", 0.0);
        foreach (var form in forms)
        {
            var mine = MediaTypeHeaderValue.Parse(form);

            // The most specific range that covers a form says how much it is wanted.
            var range = wanted.Where(each => mine.IsSubsetOf(each)).OrderBy(each => each.MatchesAllTypes).ThenBy(each => each.MatchesAllSubTypes).FirstOrDefault();
            if (range is not null && (range.Quality ?? 1) > weight)
            {
                (best, weight) = (form, range.Quality ?? 1);
            }
        }

        return best.Length > 0
            ? best
            : throw new GatewayException(
                StatusCodes.Status406NotAcceptable, ProblemCodes.NotAcceptable, $"The answer exists as {string.Join(", ", forms!)} only.");
    }
}
