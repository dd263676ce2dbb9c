namespace WhatsAppKit.Contracts;

public static partial class Routes
{
    /// <summary>The OpenAPI document of this interface, where the gateway publishes it.</summary>
    public const string ApiDocument = "/api/openapi.json";

    /// <summary>The page that shows the document, where the gateway publishes it.</summary>
    public const string ApiDocumentPage = "/api/docs";
}
