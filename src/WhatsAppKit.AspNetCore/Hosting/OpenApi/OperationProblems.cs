using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>Lists in which ways an operation can fail: those of its sort, and those that the endpoint names itself.</summary>
internal static class OperationProblems
{
    private const string ProblemJson = "application/problem+json";

    public static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemResponse), null, cancellationToken).ConfigureAwait(false);
        context.Document!.AddComponent(nameof(ProblemResponse), schema);
        operation.Responses ??= [];
        foreach (var failures in Of(operation, context).Distinct().GroupBy(failure => failure.Status).OrderBy(group => group.Key))
        {
            operation.Responses[failures.Key.ToString(CultureInfo.InvariantCulture)] = Answer(context.Document, failures.Key, [.. failures.Select(failure => failure.Code).Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Each set of failures is described once, however many operations have it.</summary>
    private static OpenApiResponseReference Answer(OpenApiDocument document, int status, string[] codes)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{status}-{string.Join("-or-", codes)}");
        document.AddComponent(name, new OpenApiResponse
        {
            Description = "Problem with the code " + string.Join(" or ", codes) + ".",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemJson] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(ProblemResponse), document),

                    // One for each code: programs find them here.
                    Examples = codes.ToDictionary(code => code, IOpenApiExample (code) => Example(document, status, code)),
                },
            },
        });
        return new OpenApiResponseReference(name, document);
    }

    /// <summary>Each problem is shown once, whichever answers it is in.</summary>
    private static OpenApiExampleReference Example(OpenApiDocument document, int status, string code)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{status}-{code}");
        document.AddComponent(name, new OpenApiExample { Value = Example(status, code) });
        return new OpenApiExampleReference(name, document);
    }

    private static JsonObject Example(int status, string code)
    {
        var example = new JsonObject { ["title"] = ReasonPhrases.GetReasonPhrase(status), ["status"] = status, ["detail"] = "What happened, for people.", ["code"] = code };
        if (code == ProblemCodes.Invalid)
        {
            example["errors"] = new JsonObject { ["to"] = new JsonArray("A phone number of 5 to 15 digits, or a JID, is needed.") };
        }

        return example;
    }

    private static IEnumerable<Failure> Of(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var limit = metadata.OfType<RateLimitedBy>().Last().Policy;
        return metadata.OfType<Failure>()
            .Concat(metadata.OfType<MethodInfo>().Take(1).SelectMany(handler => handler.GetParameters()).SelectMany(parameter => SharedFailures.Of(parameter.ParameterType)))
            .Concat(OfRequest(operation, context.Description.RelativePath ?? ""))
            .Concat(OfCredential(OperationCredential.PolicyOf(context)))
            .Concat(OfLimit(limit))
            .Append(new Failure(StatusCodes.Status500InternalServerError, ProblemCodes.Internal));
    }

    private static IEnumerable<Failure> OfRequest(OpenApiOperation operation, string path)
    {
        if (operation.RequestBody is not null)
        {
            yield return new Failure(StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge);
            yield return new Failure(StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType);
        }

        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
        {
            yield return new Failure(StatusCodes.Status400BadRequest, ProblemCodes.Invalid);
        }

        if (path.Contains('{', StringComparison.Ordinal) || operation.Parameters?.Any(each => each.Name == Routes.InstanceHeader) == true)
        {
            yield return new Failure(StatusCodes.Status404NotFound, ProblemCodes.NotFound);
        }
    }

    private static IEnumerable<Failure> OfCredential(string? policy)
    {
        if (policy is null)
        {
            yield break;
        }

        yield return new Failure(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated);
        yield return new Failure(StatusCodes.Status403Forbidden, ProblemCodes.Forbidden);
        if (policy == Policies.Administrators)
        {
            yield return new Failure(StatusCodes.Status403Forbidden, ProblemCodes.AdministratorNeeded);
        }
        else if (Policies.PermissionOf(policy) is not null)
        {
            yield return new Failure(StatusCodes.Status403Forbidden, ProblemCodes.PermissionMissing);
        }
    }

    private static IEnumerable<Failure> OfLimit(RatePolicy limit)
    {
        yield return new Failure(StatusCodes.Status429TooManyRequests, ProblemCodes.AddressRateLimited);
        if (limit != RatePolicy.Address)
        {
            yield return new Failure(StatusCodes.Status429TooManyRequests, limit == RatePolicy.Auth ? ProblemCodes.AuthRateLimited : ProblemCodes.KeyRateLimited);
        }
    }
}
