using System.Text.Json.Nodes;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

public class BreakingChangesTests
{
    private const string Before = """
        {"paths": {"/things": {"post": {
            "parameters": [{"name": "limit", "in": "query"}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}}},
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}}}, "400": {}}}}},
         "components": {"schemas": {
            "Asked": {"type": "object", "properties": {"name": {"type": ["null", "string"]}, "kind": {"enum": ["a", "b"]}}},
            "Told": {"type": "object", "properties": {"id": {"type": "string"}, "inner": {"$ref": "#/components/schemas/Inner"}}},
            "Inner": {"type": "array", "items": {"type": "object", "properties": {"count": {"type": "integer"}}}}}}}
        """;

    [Theory]
    [InlineData("\"post\"", "\"put\"", "POST /things is gone")]
    [InlineData("\"limit\"", "\"size\"", "POST /things no longer takes limit")]
    [InlineData("\"in\": \"query\"", "\"in\": \"query\", \"required\": true", "POST /things now requires limit")]
    [InlineData("\"200\"", "\"201\"", "POST /things no longer answers 200")]
    [InlineData("\"id\"", "\"key\"", "POST /things 200.id is gone")]
    [InlineData("\"count\": {\"type\": \"integer\"", "\"count\": {\"type\": \"string\"", "POST /things 200.inner[].count was integer and is string")]
    [InlineData("[\"null\", \"string\"]", "\"string\"", "POST /things body.name was null|string and is string")]
    [InlineData("[\"a\", \"b\"]", "[\"a\"]", "POST /things body.kind no longer takes the value b")]
    [InlineData("\"Asked\": {\"type\": \"object\"", "\"Asked\": {\"required\": [\"kind\"], \"type\": \"object\"", "POST /things body now requires kind")]
    [InlineData("\"parameters\"", "\"security\": [{}], \"parameters\"", "POST /things now needs a credential")]
    public void What_older_clients_stumble_over_is_found(string text, string changed, string finding) =>
        Assert.Contains(finding, BreakingChanges.Between(JsonNode.Parse(Before)!, JsonNode.Parse(Before.Replace(text, changed, StringComparison.Ordinal))!));

    [Theory]
    [InlineData("\"id\": {\"type\": \"string\"}", "\"id\": {\"type\": \"string\"}, \"more\": {\"type\": \"string\"}")]
    [InlineData("[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]")]
    [InlineData("\"400\"", "\"422\"")]
    public void Additions_break_nobody(string text, string changed) =>
        Assert.Empty(BreakingChanges.Between(JsonNode.Parse(Before)!, JsonNode.Parse(Before.Replace(text, changed, StringComparison.Ordinal))!));
}
